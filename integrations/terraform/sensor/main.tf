# Takes in what Bedrock logs in one further region, for the guard at home. The region is that of the provider it is given.

locals {
  # Those of the guard's options that concern a sensor.
  names = [
    "email",
    "architecture",
    "invocationLogging",
    "textDelivery",
    "logRetentionDays",
    "meterConcurrency",
    "regions",
    "otherRegions",
    "operators",
    "dashboard",
    "gateways",
    "mantleCallers",
    "chat",
    "ownerTopics",
  ]

  # Empty for what home does not have.
  home = {
    homeRegion       = lookup(var.guard.home, "region", "")
    homeTable        = lookup(var.guard.home, "table", "")
    homeTopic        = lookup(var.guard.home, "topic", "")
    homeChatTopic    = lookup(var.guard.home, "chatTopic", "")
    homeAccountScp   = lookup(var.guard.home, "accountScp", "")
    homePrincipalScp = lookup(var.guard.home, "principalScp", "")
    homeScpLogGroup  = lookup(var.guard.home, "scpLogGroup", "")
  }

  options      = { for name, value in var.guard.options : name => value if contains(local.names, name) }
  architecture = lookup(var.guard.options, "architecture", "x86_64")
}

module "code" {
  source = "../code"

  bucket   = var.codeBucket
  template = "${var.guard.release}/sensor.template.json"
  program  = "${var.guard.release}/kill-switch-lambda-${local.architecture}.zip"
}

resource "aws_cloudformation_stack" "sensor" {
  name         = "KillSwitch-sensor"
  template_url = module.code.template_url
  capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]

  parameters = merge(
    local.options,
    local.home,
    { codeBucket = module.code.bucket, codeKey = module.code.key },
  )

  timeouts {
    create = "60m"
    update = "60m"
    delete = "60m"
  }
}
