export { BadJobPayload, defineJob, type JobDefinition, type JobRegistry } from './define-job.ts'
export type { QueueLog, QueueSettings } from './queue-settings.ts'
export { isJobName, type JobName, type JobPayload, type JobRequest, jobRequest, jobs } from './registry.ts'
