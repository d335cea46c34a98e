package com.example.clock;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ClockTest {

    @Test
    void saysTheTime() {
        assertTrue(Clock.nowAsJson().startsWith("{\"now\":"));
    }
}
