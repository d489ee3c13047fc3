import { lookAtDescriptor } from './file-identity.js';
import { closeQuietly, openForReading } from './positioned-read.js';
import { type TailSource } from './tail-source.js';

/** What opening the file of a source came to: `elsewhere` when the path leads to another file by now. */
export type OpenResult = { readonly status: 'open'; readonly descriptor: number } | { readonly status: 'elsewhere' };

/**
 * The files that are open, at most so many. When there are more, the one that was used longest ago is closed and
 * opened again when it is needed. A file without a path cannot be opened again: it is closed last, and `onLost` told.
 */
export class OpenFiles {
  private readonly descriptors = new Map<TailSource, number>();

  private pinned: TailSource | undefined;

  constructor(
    private readonly handlesMax: number,
    private readonly onLost: (source: TailSource) => Promise<void>,
  ) {}

  /** How many files are open. */
  get count(): number {
    return this.descriptors.size;
  }

  /** The descriptor of a source, if it is open. */
  descriptorOf(source: TailSource): number | undefined {
    return this.descriptors.get(source);
  }

  /** The descriptor of a source, which is opened by its path if need be. Throws the errors of the system. */
  async acquire(source: TailSource): Promise<OpenResult> {
    const known = this.descriptors.get(source);
    if (known !== undefined) {
      this.descriptors.delete(source);
      this.descriptors.set(source, known);
      return { status: 'open', descriptor: known };
    }
    if (source.place !== 'path') return { status: 'elsewhere' };
    const descriptor = await openForReading(source.path);
    if (!source.isIn(await lookAtDescriptor(descriptor))) {
      await closeQuietly(descriptor);
      return { status: 'elsewhere' };
    }
    await this.adopt(source, descriptor);
    return { status: 'open', descriptor };
  }

  /** The sources that are open and have no path. */
  get pathless(): readonly TailSource[] {
    return [...this.descriptors.keys()].filter((source) => source.place === 'handle');
  }

  /** Keeps the file of one source open, whatever else is opened. */
  pin(source: TailSource | undefined): void {
    this.pinned = source;
  }

  /** Takes a descriptor over, which is closed with the source. */
  async adopt(source: TailSource, descriptor: number): Promise<void> {
    await this.close(source);
    this.descriptors.set(source, descriptor);
    if (this.descriptors.size > this.handlesMax) await this.closeOne(source);
  }

  /** Gives the descriptor of one source to another, which is the text that the same file has now. */
  handOver(from: TailSource, to: TailSource): void {
    const descriptor = this.descriptors.get(from);
    if (descriptor === undefined) return;
    this.descriptors.delete(from);
    this.descriptors.set(to, descriptor);
  }

  /** Closes the file of a source, if it is open. */
  async close(source: TailSource): Promise<void> {
    const descriptor = this.descriptors.get(source);
    if (descriptor === undefined) return;
    this.descriptors.delete(source);
    await closeQuietly(descriptor);
  }

  /** Closes all files. */
  async closeAll(): Promise<void> {
    for (const source of [...this.descriptors.keys()]) await this.close(source);
  }

  private async closeOne(except: TailSource): Promise<void> {
    const others = [...this.descriptors.keys()].filter((source) => source !== except && source !== this.pinned);
    const victim = others.find((source) => source.place === 'path') ?? others[0];
    if (victim === undefined) return;
    const isLost = victim.place === 'handle';
    await this.close(victim);
    if (isLost) await this.onLost(victim);
  }
}
