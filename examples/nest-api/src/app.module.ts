import { Module } from '@nestjs/common';
import { GreetingController } from './greeting.controller';
import { HealthController } from './health.controller';

@Module({ controllers: [GreetingController, HealthController] })
export class AppModule {}
