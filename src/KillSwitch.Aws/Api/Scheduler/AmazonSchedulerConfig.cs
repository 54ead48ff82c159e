using KillSwitch.Aws.Api;

namespace Amazon.Scheduler;

public class AmazonSchedulerConfig() : ServiceConfig(SchedulerService.Identity);
