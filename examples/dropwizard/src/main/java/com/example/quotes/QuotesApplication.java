package com.example.quotes;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

public class QuotesApplication extends Application<Configuration> {
    @Path("/quotes")
    @Produces(MediaType.APPLICATION_JSON)
    public static class QuotesResource {
        @GET
        public List<String> quotes() {
            return List.of("Less is more.", "Festina lente.");
        }
    }

    @Override
    public void run(Configuration configuration, Environment environment) {
        environment.jersey().register(new QuotesResource());
    }

    public static void main(String[] args) throws Exception {
        new QuotesApplication().run(args);
    }
}
