package com.example.clock;

import com.google.gson.Gson;
import java.time.Instant;
import java.util.Map;

class Clock {

    static String nowAsJson() {
        return new Gson().toJson(Map.of("now", Instant.now().toString()));
    }
}
