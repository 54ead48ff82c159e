using Amazon.Runtime;

namespace Amazon.Budgets;

public class AmazonBudgetsRequest : AmazonWebServiceRequest;
