# The options of the guard, under the names that they have everywhere; CloudFormation checks them. What is null is as if it was not given.

variable "email" {
  description = "Where people are told"
  type        = string
  default     = null
}

variable "architecture" {
  description = "Of the functions: x86_64 or arm64; x86_64 unless given"
  type        = string
  default     = null
}

variable "invocationLogging" {
  description = "How far the guard may go to turn invocation logging on: auto, add or none; auto unless given"
  type        = string
  default     = null
}

variable "textDelivery" {
  description = "Whether prompts and answers are logged where the guard turns logging on; false unless given"
  type        = bool
  default     = null
}

variable "logGroup" {
  description = "A log group that invocation logs go to already"
  type        = string
  default     = null
}

variable "logRetentionDays" {
  description = "Of the guard's own group of invocation logs; 30 unless given"
  type        = number
  default     = null
}

variable "meterConcurrency" {
  description = "Reserved concurrency of the meter"
  type        = number
  default     = null
}

variable "budget" {
  description = "The monthly limit of a budget for Bedrock, in dollars"
  type        = number
  default     = null
}

variable "budgetName" {
  description = "Of that budget"
  type        = string
  default     = null
}

variable "regions" {
  description = "Further regions where a sensor takes in what Bedrock logs"
  type        = list(string)
  default     = []
}

variable "metricsOnly" {
  description = "Further regions whose metrics alone are watched"
  type        = list(string)
  default     = []
}

variable "otherRegions" {
  description = "What is done about calls in regions that nobody hears: tell, deny or ignore; tell unless given"
  type        = string
  default     = null
}

variable "organization" {
  description = "Whether the guard may use service control policies; false unless given"
  type        = bool
  default     = null
}

variable "scpExempt" {
  description = "Whom the organization's policy on everyone leaves out"
  type        = list(string)
  default     = []
}

variable "accountScp" {
  description = "The service control policy on everyone, where somebody else made it"
  type        = string
  default     = null
}

variable "principalScp" {
  description = "The service control policy that lists who is stopped, where somebody else made it"
  type        = string
  default     = null
}

variable "runningJobs" {
  description = "What is done about jobs under a stop: stop or report; stop unless given"
  type        = string
  default     = null
}

variable "lease" {
  description = "Who may spend only while the guard is alive"
  type        = list(string)
  default     = []
}

variable "leaseMinutes" {
  description = "How long a lease holds without a renewal; 10 unless given"
  type        = number
  default     = null
}

variable "operators" {
  description = "Who may write the guard's table, and works on the guard while everyone is stopped"
  type        = list(string)
  default     = []
}

variable "dashboard" {
  description = "Whether there is a dashboard; false unless given"
  type        = bool
  default     = null
}

variable "bill" {
  description = "Whether AWS's bill is held against what was metered; true unless given"
  type        = bool
  default     = null
}

variable "gateways" {
  description = "The ARNs of roles and users that may ask which tags are stopped"
  type        = list(string)
  default     = []
}

variable "mantleCallers" {
  description = "Whether CloudTrail tells who calls the mantle endpoint; false unless given"
  type        = bool
  default     = null
}

variable "chat" {
  description = "Whether messages in a chat channel have buttons; false unless given"
  type        = bool
  default     = null
}

variable "batchOutputs" {
  description = "Where the watch may read what batch jobs cost, or none"
  type        = list(string)
  default     = []
}

variable "ownerTopics" {
  description = "The ARNs of topics that the functions may publish on"
  type        = list(string)
  default     = []
}

variable "codeBucket" {
  description = "A bucket of yours in the region, for the functions' program and the template; one is made unless given"
  type        = string
  default     = null
}

variable "release" {
  description = "The folder with the files of a release; the one that comes with the module unless given"
  type        = string
  default     = null
}
