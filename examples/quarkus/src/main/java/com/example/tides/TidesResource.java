package com.example.tides;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

@Path("/tides")
public class TidesResource {
    @GET
    public String next() {
        return "high water at 14:32";
    }
}
