
namespace KillSwitch.Core.Settings;

/// <summary>Names that the deployment gives and the guard reads.</summary>
public static class GuardSetting
{
    /// <summary>The stack's name where nobody chose one.</summary>
    public const string DefaultStack = "KillSwitch";

    /// <summary>
    /// What a command of <c>killswitch</c> needs to speak to a guard of that stack, with a blank before it; nothing for the usual name.
    /// </summary>
    public static string StackOption(string stack) => stack == DefaultStack ? "" : $" --stack {stack}";

    /// <summary>What a deployment of that stack needs to be told, with a blank before it; nothing for the usual name.</summary>
    public static string StackNameOption(string stack) => stack == DefaultStack ? "" : $" -c stackName={stack}";

    /// <summary>Environment of every function: the stack's name.</summary>
    public const string Stack = "KILLSWITCH_STACK";

    /// <summary>Environment of every function: the table of counters, stops, audit and policies.</summary>
    public const string Table = "KILLSWITCH_TABLE";

    /// <summary>Environment of every function: the region of the table; a sensor in another region writes home.</summary>
    public const string HomeRegion = "KILLSWITCH_HOME_REGION";

    /// <summary>Environment of every function: what the guard was deployed from; a checkout where it is missing.</summary>
    public const string DeployedFrom = "KILLSWITCH_DEPLOYED_FROM";

    /// <summary>Environment of every function: the ARN of the topic that people are told on.</summary>
    public const string Topic = "KILLSWITCH_TOPIC_ARN";

    /// <summary>Environment of every function: who may ask which tags are stopped, as ARNs with commas between them.</summary>
    public const string Gateways = "KILLSWITCH_GATEWAYS";

    /// <summary>Environment of every function: the ARN of the topic that chat channels listen to.</summary>
    public const string ChatTopic = "KILLSWITCH_CHAT_TOPIC_ARN";

    /// <summary>Environment of the chat function: the name of the queue that buttons write to.</summary>
    public const string ChatQueue = "KILLSWITCH_CHAT_QUEUE";

    /// <summary>By which the stack knows that queue, and which is in its name.</summary>
    public const string ChatQueueId = "ChatPresses";

    /// <summary>Environment of the meter: the log group that the deployment made for invocation logs, or was given.</summary>
    public const string LogGroup = "KILLSWITCH_LOG_GROUP";

    /// <summary>
    /// Environment of the watch: the regions whose metrics it reads, with commas between them; the guard's own first, those of the sensors
    /// among them.
    /// </summary>
    public const string Regions = "KILLSWITCH_REGIONS";

    /// <summary>
    /// Environment of every function: the regions beside home whose invocation logs a sensor takes in, with commas between them; missing
    /// for none.
    /// </summary>
    public const string Sensors = "KILLSWITCH_SENSORS";

    /// <summary>
    /// Environment of every function: who may ask the guard for something, as <c>role/NAME</c> and <c>user/NAME</c> with commas between
    /// them; missing where that is not known.
    /// </summary>
    public const string Operators = "KILLSWITCH_OPERATORS";

    /// <summary>
    /// Environment of every function, in an organization: the id of the service control policy on everyone in the account.
    /// </summary>
    public const string AccountScp = "KILLSWITCH_ACCOUNT_SCP_ID";

    /// <summary>
    /// Environment of every function, in an organization: the id of the service control policy that lists who is stopped.
    /// </summary>
    public const string PrincipalScp = "KILLSWITCH_PRINCIPAL_SCP_ID";

    /// <summary>
    /// Environment of every function, in an organization: the log group of somebody else's that Bedrock's records go to, which that policy
    /// keeps from change; missing where the stack has its own.
    /// </summary>
    public const string ScpLogGroup = "KILLSWITCH_SCP_LOG_GROUP";

    /// <summary>
    /// Environment of the watch: what is done about jobs under a stop, <see cref="StopJobs"/> or <see cref="ReportJobs"/>.
    /// </summary>
    public const string RunningJobs = "KILLSWITCH_RUNNING_JOBS";

    public const string StopJobs = "stop";

    public const string ReportJobs = "report";

    /// <summary>
    /// Environment of the watch and the setup: the ARN of the prepared policy of a lapsed lease; missing where nobody is leased.
    /// </summary>
    public const string LeaseDenyPolicy = "KILLSWITCH_LEASE_DENY_POLICY_ARN";

    /// <summary>Environment of the watch and the setup: who is leased, with commas between them.</summary>
    public const string Lease = "KILLSWITCH_LEASE";

    /// <summary>Environment of the watch and the setup: how many minutes a lease holds from its renewal.</summary>
    public const string LeaseMinutes = "KILLSWITCH_LEASE_MINUTES";

    /// <summary>
    /// Environment of the watch, and of a sensor's setup: how many rules on CloudTrail's events were deployed in its region.
    /// </summary>
    public const string TamperRules = "KILLSWITCH_TAMPER_RULES";

    /// <summary>Environment of the watch: the ARN of the function that those rules tell.</summary>
    public const string SetupFunction = "KILLSWITCH_SETUP_ARN";

    /// <summary>
    /// Environment of the watch: the other functions as they were deployed, as <see cref="DeployedFunction"/> writes them.
    /// </summary>
    public const string Functions = "KILLSWITCH_FUNCTIONS";

    /// <summary>Environment: the ARNs of the owners' topics that may be published on, with commas between them; missing for none.</summary>
    public const string OwnerTopics = "KILLSWITCH_OWNER_TOPICS";

    /// <summary>
    /// <see cref="TellOtherRegions"/> where the watch looks for calls in regions that no sensor hears, <see cref="DenyOtherRegions"/> where
    /// they are denied, too; missing where nobody looks.
    /// </summary>
    public const string OtherRegions = "KILLSWITCH_OTHER_REGIONS";

    /// <summary>Environment: <c>true</c> where messages in a chat channel have buttons.</summary>
    public const string Chat = "KILLSWITCH_CHAT";

    /// <summary>Environment: <c>true</c> where CloudTrail tells who calls the mantle endpoint.</summary>
    public const string MantleCallers = "KILLSWITCH_MANTLE_CALLERS";

    public const string TellOtherRegions = "tell";

    public const string DenyOtherRegions = "deny";

    /// <summary>
    /// Environment of the meter, the watch and the budget function: <c>true</c> where there is a dashboard. What it alone shows is not
    /// written else.
    /// </summary>
    public const string Dashboard = "KILLSWITCH_DASHBOARD";

    /// <summary>Environment of the watch: <c>true</c> where it holds AWS's bill against what was metered, each day.</summary>
    public const string Bill = "KILLSWITCH_BILL";

    /// <summary>
    /// Environment of the watch: where it may read what batch jobs cost, as <c>BUCKET/PREFIX</c> with commas between them, or <c>none</c>
    /// where nobody wants to hear of them; missing where nobody said.
    /// </summary>
    public const string BatchOutputs = "KILLSWITCH_BATCH_OUTPUTS";

    /// <summary>
    /// Environment of the watch and of a person: another address of AWS's public price files, for a mirror or a test, or
    /// <see cref="NoPriceList"/>; missing for AWS's own.
    /// </summary>
    public const string PriceList = "KILLSWITCH_PRICE_LIST_URL";

    /// <summary>No list is read: the embedded prices and one's own are all.</summary>
    public const string NoPriceList = "off";

    /// <summary>Environment of the setup: the ARNs of the roles of the guard's functions, with commas between them.</summary>
    public const string OwnRoles = "KILLSWITCH_OWN_ROLES";

    /// <summary>The stack that takes in what another region logs, for the guard of a stack.</summary>
    public static string SensorStack(string stack) => stack + "-sensor";

    /// <summary>A function of that stack, by a name that home knows before it is there.</summary>
    /// <param name="handler">One of <see cref="GuardFunction"/>.</param>
    public static string SensorFunction(string stack, string handler) => $"{SensorStack(stack)}-{handler}";

    /// <summary>What the names of those rules begin with.</summary>
    public static string TamperRulesPrefix(string stack) => stack + "-Tampering";

    /// <summary>The IAM path of everything that may be attached to an offender.</summary>
    public const string PolicyPath = "/killswitch/";

    /// <summary>The name of a prepared deny, and of the group that holds it.</summary>
    /// <param name="what">What it denies, in a word.</param>
    /// <param name="region">Of the guard.</param>
    public static string PreparedDeny(string stack, string what, string region) => $"{stack}-deny-{what}-{region}";

    /// <summary>The namespace of the guard's own metrics; their one dimension is <see cref="MetricDimension"/>.</summary>
    public const string MetricNamespace = "KillSwitch";

    /// <summary>The stack's name.</summary>
    public const string MetricDimension = "Stack";

    /// <summary>What the parameter of <see cref="Parameter(string)"/> says of itself.</summary>
    public const string ParameterDescription = "Where the Bedrock kill switch of this stack lives";

    /// <summary>
    /// The SSM parameter that tells a person's command line where the guard of a stack lives, as JSON.
    /// </summary>
    public static string Parameter(string stack) => $"/killswitch/{stack}/guard";
}

/// <summary>What <c>_HANDLER</c> may name: one binary serves every function.</summary>
public static class GuardFunction
{
    /// <summary>Takes in invocation logs.</summary>
    public const string Meter = "meter";

    /// <summary>Runs every minute: finishes, retries, releases, and shows that the guard lives.</summary>
    public const string Watch = "watch";

    /// <summary>Hears AWS Budgets and Cost Anomaly Detection.</summary>
    public const string Budget = "budget";

    /// <summary>
    /// A custom resource: turns invocation logging on where it is off, puts back what someone undoes, and everything on removal.
    /// </summary>
    public const string Setup = "setup";

    /// <summary>Answers gateways which tags are stopped.</summary>
    public const string Gateway = "gateway";

    /// <summary>Does what people press in a chat channel.</summary>
    public const string Chat = "chat";
}
