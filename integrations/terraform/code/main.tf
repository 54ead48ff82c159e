# Puts a template and the functions' program where CloudFormation reads them: the template is too long for a request.

resource "aws_s3_bucket" "made" {
  count = var.bucket == null ? 1 : 0

  bucket_prefix = "kill-switch-code-"
  # What is in it comes from the release, and can be put there again.
  force_destroy = true
}

resource "aws_s3_bucket_public_access_block" "made" {
  count = var.bucket == null ? 1 : 0

  bucket                  = aws_s3_bucket.made[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_s3_bucket" "given" {
  count = var.bucket == null ? 0 : 1

  bucket = var.bucket
}

locals {
  bucket = var.bucket == null ? aws_s3_bucket.made[0].id : data.aws_s3_bucket.given[0].id
  domain = var.bucket == null ? aws_s3_bucket.made[0].bucket_regional_domain_name : data.aws_s3_bucket.given[0].bucket_regional_domain_name
}

# By what is in them: other content is another key, and so a change of the stack.
resource "aws_s3_object" "template" {
  bucket       = local.bucket
  key          = "kill-switch/${filesha256(var.template)}/${basename(var.template)}"
  source       = var.template
  content_type = "application/json"
}

resource "aws_s3_object" "program" {
  bucket = local.bucket
  key    = "kill-switch/${filesha256(var.program)}/${basename(var.program)}"
  source = var.program
}
