"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ExporterAccount = exports.DROP_REASONS = void 0;
/** All of {@link DropReason}. */
exports.DROP_REASONS = [
    'queue-full',
    'shutdown',
    'exit',
    'closed',
    'spool-corrupt',
    'spool-size',
    'spool-age',
];
/** Counts what becomes of the spans of one exporter. */
class ExporterAccount {
    /** Spans that were handed over. */
    taken = 0;
    recovered = 0;
    spooled = 0;
    accepted = 0;
    refused = 0;
    droppedByReason = {
        'queue-full': 0,
        shutdown: 0,
        exit: 0,
        closed: 0,
        'spool-corrupt': 0,
        'spool-size': 0,
        'spool-age': 0,
    };
    /** All spans that were lost, for whatever reason. */
    get dropped() {
        return exports.DROP_REASONS.reduce((sum, reason) => sum + this.droppedByReason[reason], 0);
    }
    /** Counts one final outcome. */
    settle(outcome) {
        switch (outcome.status) {
            case 'accepted':
                this.accepted += 1;
                return;
            case 'refused':
                this.refused += 1;
                return;
            case 'spooled':
                this.spooled += 1;
                return;
            case 'dropped':
                this.droppedByReason[outcome.reason] += 1;
        }
    }
    /** A copy; what only others know is handed in. */
    snapshot(others) {
        const { taken, recovered, accepted, refused, dropped, spooled, droppedByReason } = this;
        return {
            taken,
            recovered,
            accepted,
            refused,
            dropped,
            droppedByReason: { ...droppedByReason },
            spooled,
            ...others,
        };
    }
}
exports.ExporterAccount = ExporterAccount;
//# sourceMappingURL=exporter-ledger.js.map