import polka from 'polka';

polka()
  .get('/health', (request, response) => response.end('ok'))
  .get('/', (request, response) => response.end(`${process.env.GREETING ?? 'Hello'} from polka`))
  .listen(process.env.PORT ?? 3000);
