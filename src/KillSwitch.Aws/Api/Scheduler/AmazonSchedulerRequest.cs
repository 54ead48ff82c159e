using Amazon.Runtime;

namespace Amazon.Scheduler;

public class AmazonSchedulerRequest : AmazonWebServiceRequest;
