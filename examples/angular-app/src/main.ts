import { Component } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';

@Component({ selector: 'app-root', template: '<h1>Hello from {{ name }}</h1>' })
class App {
  readonly name = 'Angular';
}

bootstrapApplication(App).catch((error: unknown) => console.error(error));
