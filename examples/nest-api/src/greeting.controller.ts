import { Controller, Get } from '@nestjs/common';

@Controller()
export class GreetingController {
  @Get()
  greet() {
    return { greeting: 'Hello from Nest' };
  }
}
