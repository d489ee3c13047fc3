/** The records that are kept, by sequence. */
export class RecordIndex {
    records = [];
    /** Usually at the end; an append that was overtaken by a synchronous one finds its place before it. */
    add(record) {
        const last = this.records.at(-1);
        if (last === undefined || last.sequence < record.sequence)
            this.records.push(record);
        else
            this.records.splice(this.indexFrom(record.sequence), 0, record);
    }
    find(sequence) {
        const record = this.from(sequence);
        return record?.sequence === sequence ? record : undefined;
    }
    /** The first record whose sequence is not below the given one. */
    from(sequence) {
        return this.records[this.indexFrom(sequence)];
    }
    /** All records in order, those among them that nobody needs and that were not yet pruned. */
    list() {
        return this.records;
    }
    /** Lets go of records that nobody needs. */
    prune() {
        this.records = this.records.filter(({ waiting }) => waiting > 0);
    }
    indexFrom(sequence) {
        let low = 0;
        let high = this.records.length;
        while (low < high) {
            const middle = (low + high) >>> 1;
            if ((this.records[middle]?.sequence ?? 0) < sequence)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
//# sourceMappingURL=record-index.js.map