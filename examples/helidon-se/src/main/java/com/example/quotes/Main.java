package com.example.quotes;

import io.helidon.config.Config;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;

public class Main {
    private Main() {
    }

    public static void main(String[] args) {
        Config config = Config.create();
        WebServer server = WebServer.builder()
                .config(config.get("server"))
                .routing(Main::routing)
                .build()
                .start();
        System.out.println("Listening on port " + server.port());
    }

    static void routing(HttpRouting.Builder routing) {
        routing.get("/quotes", (request, response) -> response.send("Festina lente."))
                .get("/health", (request, response) -> response.send("ok"));
    }
}
