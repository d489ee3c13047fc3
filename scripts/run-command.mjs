// Runs one command for a script of this folder: bounded in time, its output kept.
import { spawn } from 'node:child_process';

/** What runs now; it must not outlive the script when that is told to end. */
const running = new Set();
process.on('exit', () => running.forEach(endGroup));

/**
 * Runs a command to its end and answers how it ended; it never throws and never waits longer than `timeoutMs`.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, timeoutMs: number }} options
 * @returns {Promise<{ ok: boolean, stdout: string, stderr: string, ending: string }>} `ending` says it in words
 */
export function runCommand(command, args, { cwd, env, timeoutMs }) {
  return new Promise((resolve) => {
    // A group of its own, so that what npm and npx have started ends with them when the time is up.
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    running.add(child);
    let stdout = '';
    let stderr = '';
    let ending;
    const timer = setTimeout(() => {
      ending = `was ended after ${timeoutMs / 1000} s`;
      endGroup(child);
    }, timeoutMs);
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const end = (ok, words) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ ok, stdout, stderr, ending: ending ?? words });
    };
    child.on('error', (error) => {
      end(false, `could not be started: ${error.message}`);
    });
    child.on('close', (exitCode, signal) => {
      end(exitCode === 0, signal === null ? `exit code ${exitCode}` : `ended by ${signal}`);
    });
  });
}

function endGroup(child) {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
