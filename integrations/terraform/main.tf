# The guard of an account: the released template, and the program of its functions, which CloudFormation takes from a bucket.

locals {
  release = coalesce(var.release, "${path.module}/release")
  # The names of the guard's own hold that of its stack, and the template is made for this one.
  stack        = "KillSwitch"
  architecture = coalesce(var.architecture, "x86_64")
  template     = "${local.release}/guard.template.json"
  program      = "${local.release}/kill-switch-lambda-${local.architecture}.zip"

  options = {
    email             = var.email
    architecture      = var.architecture
    invocationLogging = var.invocationLogging
    textDelivery      = var.textDelivery
    logGroup          = var.logGroup
    logRetentionDays  = var.logRetentionDays
    meterConcurrency  = var.meterConcurrency
    budget            = var.budget
    budgetName        = var.budgetName
    regions           = join(",", var.regions)
    metricsOnly       = join(",", var.metricsOnly)
    otherRegions      = var.otherRegions
    organization      = var.organization
    scpExempt         = join(",", var.scpExempt)
    accountScp        = var.accountScp
    principalScp      = var.principalScp
    runningJobs       = var.runningJobs
    lease             = join(",", var.lease)
    leaseMinutes      = var.leaseMinutes
    operators         = join(",", var.operators)
    dashboard         = var.dashboard
    bill              = var.bill
    gateways          = join(",", var.gateways)
    mantleCallers     = var.mantleCallers
    chat              = var.chat
    batchOutputs      = join(",", var.batchOutputs)
    ownerTopics       = join(",", var.ownerTopics)
  }
}

module "code" {
  source = "./code"

  bucket   = var.codeBucket
  template = local.template
  program  = local.program
}

resource "aws_cloudformation_stack" "guard" {
  name         = local.stack
  template_url = module.code.template_url
  capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]

  parameters = merge(
    { for name, value in local.options : name => tostring(value) if value != null },
    { codeBucket = module.code.bucket, codeKey = module.code.key },
  )

  # Lifting every stop takes as long as there are stops.
  timeouts {
    create = "60m"
    update = "60m"
    delete = "60m"
  }
}

# Where the guard lives, as it wrote it down: what sensors in other regions name.
data "aws_ssm_parameter" "guard" {
  name = "/killswitch/${local.stack}/guard"

  depends_on = [aws_cloudformation_stack.guard]
}
