import { countBySeverity, sarifCommand, scanCommand, scannersHere, SEVERITIES } from '../scan.ts';
import { problem } from '../../model/problem.ts';
import { failure, productionTag, type Outcome, type Session, type Step } from './session.ts';

/** What the scanner of this machine says of the image. */
export const scanStep: Step = { id: 'scan', title: 'scan', needs: ['build'], run: scan };

async function scan(session: Session): Promise<Outcome> {
  const { engine, measured } = session;
  const [scanner] = scannersHere();
  if (scanner === undefined) return { skipped: 'neither Trivy nor Docker Scout nor Grype is on this machine' };
  session.progress(scanner);
  const image = productionTag(session);
  const all = sarifCommand(scanner, image);
  const report = await engine.try(all.args, { program: all.file });
  const counts = countBySeverity(report.stdout);
  if (counts === undefined)
    return { skipped: `${scanner} could not scan it: ${report.all.trim().split('\n').at(-1) ?? ''}` };
  measured.scan = { scanner, counts };
  const text = SEVERITIES.map((severity) => `${counts[severity]} ${severity}`).join(', ');
  const verdict = scanCommand(scanner, image);
  const { ok, all: log } = await engine.try(verdict.args, { program: verdict.file });
  return ok
    ? { summary: `${scanner}: ${text}` }
    : failure(problem('vulnerabilities-found', { scanner, counts: text }), log);
}
