/**
 * A page that runs the main job with the library imported from `from`.
 * @param {string} from
 * @param {string} job
 */
export function jobPage(from, job = '/smoke/main_job.js') {
  return `<!doctype html><meta charset="utf-8"><title>voxmetry</title>
<script type="module">
  import * as voxmetry from '${from}';
  import { runInPage } from '${job}';
  await runInPage(voxmetry);
</script>`;
}
