// Ratios, not times: the machine's speed drifts, so the candidates take turns and each round gives one ratio.

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * Runs the candidates in turn, `rounds` times after one round of warm-up; answers milliseconds of CPU and wall per
 * candidate.
 */
export async function interleave(candidates, rounds) {
  const results = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(candidates)) {
      globalThis.gc?.();
      const cpu = process.cpuUsage();
      const startedAt = performance.now();
      await run();
      const wallMs = performance.now() - startedAt;
      const { user, system } = process.cpuUsage(cpu);
      if (round >= 0) results[name].push({ wallMs, cpuMs: (user + system) / 1000 });
    }
  }
  return results;
}

/** Median of the ratios `a / b` of the rounds, and the span between the smallest and the largest. */
export function ratio(results, a, b, key) {
  const ratios = results[a].map((result, round) => result[key] / results[b][round][key]);
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
}

export function medianOf(results, name, key) {
  return median(results[name].map((result) => result[key]));
}
