import { MalformedBody } from '../decode-result.js';
import { parseExactJson } from './exact-json.js';
// `ignoreBOM` keeps a byte order mark, which is refused below with a sentence of its own.
const textDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
const BYTE_ORDER_MARK = '\uFEFF';
/** Parses the JSON body of a request or a response; 64-bit integers stay exact. Raises `MalformedBody`. */
export function parseJsonBody(body) {
    const text = typeof body === 'string' ? body : textDecoder.decode(body);
    if (text.startsWith(BYTE_ORDER_MARK)) {
        throw new MalformedBody('The body begins with a UTF-8 byte order mark, which JSON does not allow: send it without.');
    }
    try {
        return parseExactJson(text);
    }
    catch (error) {
        throw new MalformedBody(`The body is not valid JSON: ${faultOf(error)}.`);
    }
}
/** The parser's message without the excerpt of the text that V8 appends: payload does not belong into messages. */
function faultOf(error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.replace(/,? ?\.{0,3}"[^]*$/, '').replace(/ in JSON/, '');
}
//# sourceMappingURL=parse-body.js.map