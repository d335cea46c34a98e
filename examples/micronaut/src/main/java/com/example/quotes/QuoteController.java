package com.example.quotes;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.List;

@Controller("/quotes")
public class QuoteController {
    @Get
    public List<String> quotes() {
        return List.of("Festina lente.", "Sapere aude.");
    }
}
