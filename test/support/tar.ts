/** A file for a tar archive; what is a text that starts with `-> ` is a link. */
export type TarFiles = Readonly<Record<string, string | Buffer>>;

/** A tar archive of some files, as GNU tar and Go's library write them: long names stand in an entry of their own. */
export function tarOf(files: TarFiles): Buffer {
  const entries = Object.entries(files).flatMap(([path, content]) => {
    const isLink = typeof content === 'string' && content.startsWith('-> ');
    const body = isLink ? Buffer.alloc(0) : Buffer.from(content);
    const type = isLink ? '2' : path.endsWith('/') ? '5' : '0';
    const link = isLink ? content.slice(3) : '';
    const long = Buffer.byteLength(path) > 100 ? [entry('PaxHeader', pax(path), 'x', '')] : [];
    return [...long, entry(path.slice(0, 100), body, type, link)];
  });
  return Buffer.concat([...entries, Buffer.alloc(1024)]);
}

function pax(path: string): Buffer {
  const record = ` path=${path}\n`;
  const length = Buffer.byteLength(record);
  const digits = String(length + String(length + 3).length).length;
  return Buffer.from(`${length + digits}${record}`);
}

function entry(path: string, body: Buffer, type: string, link: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write('0000644\0', 100);
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(type, 156);
  header.write(link, 157);
  header.write('ustar\u000000', 257);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}
