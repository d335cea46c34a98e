package com.example.quotes;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

@Path("/quotes")
@RequestScoped
public class QuoteResource {
    @GET
    public String quotes() {
        return "Festina lente.";
    }
}
