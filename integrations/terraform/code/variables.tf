variable "bucket" {
  description = "A bucket that is there, or null to make one"
  type        = string
}

variable "template" {
  description = "The file of the template"
  type        = string
}

variable "program" {
  description = "The file of the functions' program"
  type        = string
}
