output "template_url" {
  description = "Where CloudFormation reads the template"
  value       = "https://${local.domain}/${aws_s3_object.template.key}"
}

output "bucket" {
  description = "The bucket of the program"
  value       = aws_s3_object.program.bucket
}

output "key" {
  description = "The program's key there"
  value       = aws_s3_object.program.key
}
