import { parseBase64 } from '../base64.js';
import { createAttributes } from '../decoded-span.js';
import { hrTimeFromUnixNano } from '../hr-time.js';
import { JsonCursor } from '../json/cursor.js';
const NANOS_PER_MICRO = 1000n;
/** Microseconds up to here are nanoseconds that fit 64 bits. */
const MICROS_MAX = (2n ** 64n - 1n) / NANOS_PER_MICRO;
/** Reads what Jaeger's legacy JSON has of its own: times in microseconds, short ids, typed tags. */
export class JaegerCursor extends JsonCursor {
    /** The hex id `name` with its leading zeros, which Jaeger leaves out; empty when missing. */
    paddedId(object, name, digits) {
        const id = this.id(object, name);
        return id === '' ? '' : id.padStart(digits, '0');
    }
    /** The time `name` in whole microseconds. */
    microsTime(object, name) {
        return hrTimeFromUnixNano(this.micros(object, name) * NANOS_PER_MICRO);
    }
    /** The time `name` plus the span of time `durationName`, both in microseconds. */
    microsEnd(object, name, durationName) {
        const end = this.micros(object, name) + this.micros(object, durationName);
        if (end > MICROS_MAX)
            return this.failAt(durationName, 'the end does not fit 64 bits');
        return hrTimeFromUnixNano(end * NANOS_PER_MICRO);
    }
    /** The list of tags `name` as attributes. A key that comes twice has its last value. */
    tags(object, name) {
        const tags = createAttributes();
        this.each(object, name, (tag) => {
            tags[this.text(tag, 'key')] = this.tagValue(tag);
        });
        return tags;
    }
    /** What no type of Jaeger's is said of is taken as JSON has it, if attributes can hold it. */
    tagValue(tag) {
        switch (tag['type']) {
            case 'int64':
                return this.int64(tag, 'value');
            case 'float64':
                return this.double(tag, 'value');
            case 'binary':
                return parseBase64(this.text(tag, 'value')) ?? this.failAt('value', 'base64 is expected');
            default: {
                const value = tag['value'];
                return typeof value === 'boolean' || typeof value === 'number' ? value : this.text(tag, 'value');
            }
        }
    }
    micros(object, name) {
        const value = this.integer(object, name);
        if (value < 0n || value > MICROS_MAX)
            return this.failAt(name, 'it does not fit 64 bits as nanoseconds');
        return value;
    }
}
//# sourceMappingURL=jaeger-cursor.js.map