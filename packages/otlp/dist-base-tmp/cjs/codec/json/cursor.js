"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.JsonCursor = void 0;
const decode_result_js_1 = require("../decode-result.js");
const limits_js_1 = require("../limits.js");
const hex_js_1 = require("../hex.js");
const hr_time_js_1 = require("../hr-time.js");
const value_kinds_js_1 = require("../value-kinds.js");
const DECIMAL = /^-?\d{1,20}$/;
const NUMBER_TEXT = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const UINT32_MAX = 2 ** 32 - 1;
const INT32_MAX = 2 ** 31 - 1;
const UINT64_MAX = 2n ** 64n - 1n;
/**
 * Reads members of JSON objects by OTLP's rules and remembers the way to them, for messages such as
 * `resourceSpans[0].scopeSpans[1].spans[3].kind`. A member that is missing or null has protobuf's default value.
 * Raises {@link MalformedBody} when a member has the wrong type.
 */
class JsonCursor {
    bodyName;
    path = [];
    messagesLeft = limits_js_1.REQUEST_MESSAGES_MAX;
    /** @param bodyName - what is being read, for messages */
    constructor(bodyName = 'OTLP/JSON request') {
        this.bodyName = bodyName;
    }
    /** Counts one message; more than {@link REQUEST_MESSAGES_MAX} make the request invalid. */
    countMessage() {
        this.messagesLeft--;
        if (this.messagesLeft < 0)
            this.fail(`more than ${limits_js_1.REQUEST_MESSAGES_MAX} messages; send smaller requests`);
    }
    /** Calls `read` with each object of the array `name`. */
    each(object, name, read) {
        const items = object[name];
        if (items === undefined || items === null)
            return;
        this.path.push(name);
        if (!Array.isArray(items))
            this.fail('an array is expected');
        items.forEach((item, index) => {
            this.path.push(index);
            read(this.asObject(item));
            this.path.pop();
        });
        this.path.pop();
    }
    /** Calls `read` with the object `name`, if there is one. */
    member(object, name, read) {
        const member = object[name];
        if (member === undefined || member === null)
            return undefined;
        this.path.push(name);
        const result = read(this.asObject(member));
        this.path.pop();
        return result;
    }
    /** The text `name`, made well-formed; empty when missing. */
    text(object, name) {
        const value = object[name] ?? '';
        if (typeof value !== 'string')
            return this.failAt(name, 'a string is expected');
        return value.toWellFormed();
    }
    /** The id `name` in lower case, of any length. What is not hex (base64, say) makes the request invalid. */
    id(object, name) {
        const value = object[name] ?? '';
        if (typeof value !== 'string' || !(0, hex_js_1.isHex)(value)) {
            return this.failAt(name, 'an id in hex digits is expected (OTLP/JSON does not use base64 for ids)');
        }
        return value.toLowerCase();
    }
    /** The enum `name` as its integer. Names of enum values are not allowed in OTLP/JSON. */
    enumValue(object, name) {
        const value = object[name] ?? 0;
        if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= INT32_MAX)
            return value;
        return this.failAt(name, 'enums are integers in OTLP/JSON, not names');
    }
    /** The unsigned 32-bit integer `name`, as number or text. */
    uint32(object, name) {
        const value = Number(this.integer(object, name));
        return value >= 0 && value <= UINT32_MAX ? value : this.failAt(name, 'it does not fit 32 bits');
    }
    /** The time `name` in nanoseconds, as number or text. */
    time(object, name) {
        const value = this.integer(object, name);
        if (value < 0n || value > UINT64_MAX)
            return this.failAt(name, 'it does not fit 64 bits without a sign');
        return (0, hr_time_js_1.hrTimeFromUnixNano)(value);
    }
    /** The boolean `name`. */
    bool(object, name) {
        const value = object[name] ?? false;
        return typeof value === 'boolean' ? value : this.failAt(name, 'true or false is expected');
    }
    /** The signed 64-bit integer `name`, as number or text, in the form that attributes have. */
    int64(object, name) {
        const value = this.integer(object, name);
        return (0, value_kinds_js_1.isInt64)(value) ? (0, value_kinds_js_1.toIntAttribute)(value) : this.failAt(name, 'it does not fit 64 bits');
    }
    /** The double `name`, as number, text or one of the names `NaN`, `Infinity`, `-Infinity`. */
    double(object, name) {
        const value = object[name] ?? 0;
        if (typeof value === 'number')
            return value;
        if (value === 'NaN' || value === 'Infinity' || value === '-Infinity')
            return Number(value);
        if (typeof value === 'string' && NUMBER_TEXT.test(value))
            return Number(value);
        return this.failAt(name, 'a number is expected');
    }
    /** Raises {@link MalformedBody} for the member `name` of the object that is being read. */
    failAt(name, what) {
        this.path.push(name);
        return this.fail(what);
    }
    /** The integer `name` of any size, as number or text. */
    integer(object, name) {
        const value = object[name] ?? 0;
        if (typeof value === 'number' && Number.isInteger(value))
            return BigInt(value);
        if (typeof value === 'string' && DECIMAL.test(value))
            return BigInt(value);
        return this.failAt(name, 'an integer is expected');
    }
    asObject(value) {
        if (typeof value !== 'object' || value === null || Array.isArray(value))
            return this.fail('an object is expected');
        return value;
    }
    fail(what) {
        const path = this.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
        throw new decode_result_js_1.MalformedBody(`The body is not a valid ${this.bodyName}: ${path.replace(/^\./, '')}: ${what}.`);
    }
}
exports.JsonCursor = JsonCursor;
//# sourceMappingURL=cursor.js.map