"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.IntervalSet = void 0;
exports.toRanges = toRanges;
/** A set of whole numbers as few ranges: what is acknowledged in about the order of its sequence stays one range. */
class IntervalSet {
    ranges = [];
    /** Adds all numbers of a range; some may be there already. */
    add({ first, last }) {
        if (last < first)
            return;
        // Everything from `begin` on ends at or above the place right before the new range; it touches up to `end`.
        const begin = this.firstEndingFrom(first - 1);
        let end = begin;
        let merged = { first, last };
        for (; end < this.ranges.length; end += 1) {
            const range = this.ranges[end];
            if (range === undefined || range.first > last + 1)
                break;
            merged = { first: Math.min(merged.first, range.first), last: Math.max(merged.last, range.last) };
        }
        this.ranges.splice(begin, end - begin, merged);
    }
    has(value) {
        const range = this.ranges[this.firstEndingFrom(value)];
        return range !== undefined && range.first <= value;
    }
    /** The highest number, or 0. */
    get max() {
        return this.ranges.at(-1)?.last ?? 0;
    }
    /** All ranges in order; they neither overlap nor touch. */
    list() {
        return this.ranges;
    }
    /** The index of the first range whose last number is not below `value`. */
    firstEndingFrom(value) {
        let low = 0;
        let high = this.ranges.length;
        while (low < high) {
            const middle = (low + high) >>> 1;
            if ((this.ranges[middle]?.last ?? 0) < value)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
exports.IntervalSet = IntervalSet;
/** Sequences in any order, without regard to repeats, as ranges. */
function toRanges(sequences) {
    const set = new IntervalSet();
    for (const sequence of sequences)
        set.add({ first: sequence, last: sequence });
    return set.list();
}
//# sourceMappingURL=interval-set.js.map