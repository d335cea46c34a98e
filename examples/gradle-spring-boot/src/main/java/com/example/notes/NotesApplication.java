package com.example.notes;

import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class NotesApplication {
    record Note(int id, String text) {}

    @GetMapping("/notes")
    List<Note> notes() {
        return List.of(new Note(1, "water the plants"), new Note(2, "call the bank"));
    }

    public static void main(String[] args) {
        SpringApplication.run(NotesApplication.class, args);
    }
}
