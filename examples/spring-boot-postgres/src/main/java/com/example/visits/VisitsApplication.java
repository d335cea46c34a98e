package com.example.visits;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class VisitsApplication {

    private final JdbcTemplate database;

    VisitsApplication(JdbcTemplate database) {
        this.database = database;
    }

    public static void main(String[] args) {
        SpringApplication.run(VisitsApplication.class, args);
    }

    @GetMapping("/health")
    Map<String, Boolean> health() {
        return Map.of("ok", true);
    }

    @GetMapping("/visits")
    Map<String, Integer> visits() {
        database.execute("CREATE TABLE IF NOT EXISTS visits (at timestamptz NOT NULL DEFAULT now())");
        database.update("INSERT INTO visits DEFAULT VALUES");
        return Map.of("visits", database.queryForObject("SELECT count(*) FROM visits", Integer.class));
    }
}
