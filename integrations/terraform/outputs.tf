output "stack" {
  description = "The name of the guard's stack; `killswitch` knows it by this one"
  value       = aws_cloudformation_stack.guard.name
}

output "outputs" {
  description = "What the stack says of itself: topics, policies, the dashboard where there is one"
  value       = aws_cloudformation_stack.guard.outputs
}

output "guard" {
  description = "What a sensor in another region needs to know: the options, and where the guard lives"
  value = {
    release = local.release
    options = { for name, value in local.options : name => tostring(value) if value != null }
    home    = jsondecode(nonsensitive(data.aws_ssm_parameter.guard.value))
  }
}
