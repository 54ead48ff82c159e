variable "guard" {
  description = "The output `guard` of the module that made the guard"
  type = object({
    release = string
    options = map(string)
    home    = map(string)
  })
}

variable "codeBucket" {
  description = "A bucket of yours in the sensor's region, for the functions' program and the template; one is made unless given"
  type        = string
  default     = null
}
