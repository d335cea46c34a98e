package com.example.api;
import com.example.core.Greeting;
import io.javalin.Javalin;
public class Main {
  public static void main(String[] args) {
    Javalin.create().get("/greet", ctx -> ctx.result(Greeting.of("you"))).get("/health", ctx -> ctx.result("ok")).start(7070);
  }
}
