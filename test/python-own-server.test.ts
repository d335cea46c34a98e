import { describe, expect, test } from '@jest/globals';
import { makePython as make } from './support/python.ts';

const portOf = (text: string): string | undefined => /^EXPOSE (\d+)/m.exec(text)?.[1];

describe('a program that listens by itself', () => {
  test.each([
    ['aiohttp\n', 'from aiohttp import web\nweb.run_app(web.Application())\n', '8080'],
    ['aiohttp\n', 'from aiohttp import web\nweb.run_app(make(), host="0.0.0.0", port=8081)\n', '8081'],
    ['nicegui\n', 'from nicegui import ui\nui.run()\n', '8080'],
    ['robyn\n', 'from robyn import Robyn\napp = Robyn(__file__)\napp.start(port=8090)\n', '8090'],
    ['dash\n', 'import dash\napp = dash.Dash(__name__)\nif __name__ == "__main__":\n    app.run(port=8055)\n', '8055'],
    [
      'tornado\n',
      'import tornado\ndefine("port", default=8888, help="port", type=int)\napp.listen(options.port)\n',
      '8888',
    ],
    ['websockets\n', 'import websockets\nwebsockets.serve(handler, "0.0.0.0", 8765)\n', '8765'],
  ])('%s is asked where it listens', (requirements, text, port) => {
    const made = make({ 'requirements.txt': requirements, 'main.py': text });
    expect(portOf(made.text)).toBe(port);
    expect(made.problems).not.toContain('listens-on-loopback');
  });

  test('is told by its library’s variables', () => {
    const { text } = make({ 'requirements.txt': 'robyn\n', 'main.py': 'from robyn import Robyn\napp.start()\n' });
    expect(text).toContain('ROBYN_HOST=0.0.0.0');
    expect(text).toContain('ROBYN_PORT=8080');
  });

  test('is said to listen on the loopback where its library does so by itself', () => {
    const made = make({ 'requirements.txt': 'bottle\n', 'main.py': 'from bottle import run\nrun(port=8080)\n' });
    expect(made.problems).toContain('listens-on-loopback');
  });

  test('and speaks no HTTP is connected to', () => {
    const text = 'import grpc\nserver = grpc.server(pool)\nserver.add_insecure_port("[::]:50051")\nserver.start()\n';
    const made = make({ 'requirements.txt': 'grpcio\n', 'server.py': text });
    expect(made.text).toContain("socket.create_connection(('127.0.0.1', 50051), 2)");
  });

  test('over its standard input alone serves nothing', () => {
    const text = 'from fastmcp import FastMCP\nmcp = FastMCP("x")\nif __name__ == "__main__":\n    mcp.run()\n';
    expect(make({ 'requirements.txt': 'fastmcp\n', 'server.py': text }).text).not.toContain('EXPOSE');
  });

  test('is no rule for a known program that the repository starts', () => {
    const made = make({
      'requirements.txt': 'streamlit\ndash\n',
      Procfile: 'web: streamlit run st_app.py --server.port $PORT\n',
      'dash_app.py': 'import dash\napp = dash.Dash(__name__)\nif __name__ == "__main__":\n    app.run()\n',
    });
    expect(made.text).not.toContain('8050');
  });
});

describe('the file that is started', () => {
  const guarded = 'if __name__ == "__main__":\n    print(1)\n';

  test('is the only one that is written to be run, wherever it stands', () => {
    const files = { 'requirements.txt': 'requests\n', 'pkg/__init__.py': '', 'pkg/work.py': guarded };
    expect(make(files).command).toEqual(['python', '-m', 'pkg.work']);
  });

  test('is the only one at the top that does something', () => {
    const files = {
      'requirements.txt': 'requests\n',
      'analyse.py': 'import x\nprint(1)\n',
      'helpers.py': 'def f(): pass\n',
    };
    expect(make(files).command).toEqual(['python', 'analyse.py']);
  });

  test('is asked for where there are several', () => {
    const files = { 'requirements.txt': 'requests\n', 'fetch.py': guarded, 'report.py': guarded };
    expect(make(files).problems).toContain('several-programs');
  });
});
