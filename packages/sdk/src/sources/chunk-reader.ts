/** Pulls chunks out of a byte source and can take bytes back, which reading a format with headers needs. */
export class ChunkReader {
  private readonly source: AsyncIterator<Uint8Array, unknown>;
  private readonly returned: Uint8Array[] = [];

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** The next bytes, never empty, or undefined at the end. They are valid until the next call. */
  async next(): Promise<Uint8Array | undefined> {
    const returned = this.returned.pop();
    if (returned !== undefined) return returned;
    for (;;) {
      const next = await this.source.next();
      if (next.done === true) return undefined;
      if (next.value.length > 0) return next.value;
    }
  }

  /** Gives bytes back that were not used; they come again with the next read. */
  unread(bytes: Uint8Array): void {
    if (bytes.length > 0) this.returned.push(bytes);
  }

  /** Reads `count` bytes, fewer only at the end of the source. */
  async take(count: number): Promise<Buffer> {
    const taken = Buffer.alloc(count);
    let length = 0;
    while (length < count) {
      const bytes = await this.next();
      if (bytes === undefined) break;
      const used = Math.min(bytes.length, count - length);
      taken.set(bytes.subarray(0, used), length);
      length += used;
      this.unread(bytes.subarray(used));
    }
    return taken.subarray(0, length);
  }

  /** Looks at the next `count` bytes without using them up. */
  async peek(count: number): Promise<Buffer> {
    const head = await this.take(count);
    this.unread(head);
    return head;
  }

  /** Passes over everything up to and with the next byte of this value. False: the source ended before. */
  async skipPast(byte: number): Promise<boolean> {
    for (let bytes = await this.next(); bytes !== undefined; bytes = await this.next()) {
      const index = bytes.indexOf(byte);
      if (index < 0) continue;
      this.unread(bytes.subarray(index + 1));
      return true;
    }
    return false;
  }

  /** Closes the source, also when it has not been read to its end. */
  async close(): Promise<void> {
    await this.source.return?.();
  }
}
