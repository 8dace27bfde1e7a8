export { makePlan, type PlanRequest } from './make_plan.js';
export type { PlanFile, PlanInput, PlanStage } from './plan_file.js';
export { reduceStage, runTask, type Finished } from './run_stage.js';
export type { GridOutput } from './grid_output.js';
