package com.example.orders;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/orders")
class OrderController {

    record Order(int id, String item) {
    }

    @GetMapping
    List<Order> all() {
        return List.of(new Order(1, "coffee"), new Order(2, "tea"));
    }
}
