import { CircuitBreaker } from './circuit-breaker.js';
import { toVerdict } from './verdict.js';
/**
 * Sends a request again and again, always the same bytes, until the receiver has decided about it or the destination
 * has been without a success for too long. Requests run side by side and share one circuit breaker: while the
 * destination fails only one of them goes out at a time, and when one gives up, all do.
 */
export class PersistentPost {
    options;
    breaker;
    /** Aborts when nobody may wait any longer; what it was is in `endReason`. */
    end = new AbortController();
    endReason;
    hasGivenUp = false;
    lastFault = 'The destination has not answered yet.';
    /** Requests that wait for the probe. */
    wakers = [];
    /** The wait of all requests that wait for the same moment. */
    sleeping;
    /** One for each attempt under way: more than ten listeners on one signal make Node warn of a leak. */
    attempts = new Set();
    stop = () => {
        for (const attempt of this.attempts)
            attempt.abort();
        this.endFor('The sender was stopped.');
    };
    constructor(options) {
        this.options = options;
        this.breaker = new CircuitBreaker(options.policy);
        options.signal?.addEventListener('abort', this.stop, { once: true });
        if (options.signal?.aborted === true)
            this.stop();
    }
    get state() {
        if (this.hasGivenUp)
            return 'gave-up';
        if (this.end.signal.aborted)
            return 'closed';
        return this.breaker.isOpen ? 'failing' : 'open';
    }
    /** What the destination, or the way to it, said when a request failed last. */
    get fault() {
        return this.lastFault;
    }
    /** Sends one request to its end. Never rejects. */
    async send(body, persistence = 'until-decided') {
        while (this.endReason === undefined) {
            const admission = this.breaker.admit(this.options.clock.now());
            if (admission.action === 'send') {
                const verdict = await this.try(body, admission.ticket);
                if (verdict !== undefined)
                    return verdict;
            }
            const isDown = admission.action !== 'wait' || admission.isDown;
            if (persistence === 'once' && isDown)
                break;
            if (admission.action === 'wait')
                await this.sleep(admission.delayMs);
            if (admission.action === 'wait-for-probe')
                await this.probeEnd();
        }
        return { action: 'give-up', detail: this.endReason ?? this.lastFault };
    }
    /** Ends all waiting; attempts under way run to their end, or until the signal aborts. */
    close() {
        this.endFor('The sender was closed.');
    }
    /** Lets go of the signal, which may live as long as the process. */
    forgetSignal() {
        this.options.signal?.removeEventListener('abort', this.stop);
    }
    /** One attempt; undefined when it brought no verdict. */
    async try(body, ticket) {
        const verdict = toVerdict(await this.attempt(body));
        if (verdict.action === 'wait' || verdict.action === 'pause') {
            this.fail(verdict, ticket);
        }
        else {
            this.breaker.succeed(ticket, this.options.clock.now());
            if (!this.breaker.isOpen)
                this.options.warnings.rearm('outage');
        }
        if (ticket.isProbe)
            this.wake();
        return verdict.action === 'wait' || verdict.action === 'pause' ? undefined : verdict;
    }
    async attempt(body) {
        const attempt = new AbortController();
        this.attempts.add(attempt);
        try {
            return await this.options.transport.send(body, attempt.signal);
        }
        catch (error) {
            // Transports promise not to throw, but this one may be the host's.
            const what = error instanceof Error ? error.message : String(error);
            return { status: 'retryable', detail: `The transport threw: ${what}.` };
        }
        finally {
            this.attempts.delete(attempt);
        }
    }
    /** Waits, together with all others: while the destination is down no moment to wait for comes nearer. */
    async sleep(delayMs) {
        this.sleeping ??= this.options.clock.sleep(delayMs, this.end.signal);
        await this.sleeping;
        this.sleeping = undefined;
    }
    fail(verdict, ticket) {
        if (this.endReason !== undefined)
            return;
        const { clock, policy, warnings } = this.options;
        this.lastFault = verdict.detail;
        const isPause = verdict.action === 'pause';
        const retryAfterMs = isPause ? undefined : verdict.retryAfterMs;
        const decision = this.breaker.fail(ticket, { nowMs: clock.now(), retryAfterMs, isPause });
        if (decision === 'give-up') {
            this.giveUp(verdict.detail, retryAfterMs);
            return;
        }
        const limit = Number.isFinite(policy.retryForMs) ? ` for up to ${policy.retryForMs / 1000} s` : '';
        // Nothing mends a wrong destination but a person: it is told again with every probe, which is once a minute.
        if (isPause && ticket.isProbe && policy.retryForMs === Infinity)
            warnings.rearm('outage');
        warnings.tell('outage', `spans cannot be delivered and will be retried${limit}. ${verdict.detail}`);
    }
    giveUp(detail, retryAfterMs) {
        const limit = `${this.options.policy.retryForMs / 1000} s`;
        const why = retryAfterMs === undefined
            ? `There was no success within ${limit}.`
            : `The backend asked to wait ${Math.ceil(retryAfterMs / 1000)} s, which ends after the limit of ${limit}.`;
        this.hasGivenUp = true;
        // Not told as a warning as well: every span that did not leave carries this sentence as its reason.
        this.endFor(`${why} ${detail}`);
    }
    probeEnd() {
        return new Promise((resolve) => this.wakers.push(resolve));
    }
    wake() {
        const wakers = this.wakers;
        this.wakers = [];
        for (const wake of wakers)
            wake();
    }
    endFor(reason) {
        this.endReason ??= reason;
        this.end.abort();
        this.wake();
    }
}
//# sourceMappingURL=persistent-post.js.map