/**
 * The memory that bodies of all requests may take together while they are received and decoded.
 * Bytes are taken as they arrive, not as they are announced: an announcement costs a sender nothing.
 */
export class BodyBudget {
  private takenBytes = 0;

  constructor(private readonly bytesMax: number) {}

  /** Takes bytes, or answers false and takes nothing when there is no room for them. */
  take(bytes: number): boolean {
    if (this.takenBytes + bytes > this.bytesMax) return false;
    this.takenBytes += bytes;
    return true;
  }

  /** Gives back bytes that were taken. */
  release(bytes: number): void {
    this.takenBytes -= bytes;
  }

  /** Bytes taken now. */
  taken(): number {
    return this.takenBytes;
  }
}
