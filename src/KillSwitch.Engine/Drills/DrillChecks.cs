namespace KillSwitch.Engine.Drills;

/// <summary>Everything that a drill looks at: an id that stays, and what is assumed.</summary>
public static class DrillChecks
{
    public const string Converse = "converse";
    public const string ConverseStream = "converse-stream";
    public const string InvokeModel = "invoke-model";
    public const string InvokeStream = "invoke-model-stream";
    public const string Geography = "geography-profile";
    public const string Global = "global-profile";
    public const string Cache = "prompt-cache";
    public const string OpenAi = "openai-on-runtime";
    public const string Mantle = "mantle-unlogged";
    public const string Arrives = "record-arrives";
    public const string Readable = "record-readable";
    public const string Once = "record-once";
    public const string Stamp = "record-stamp";
    public const string Stream = "record-stream";
    public const string RolePath = "role-path";
    public const string Meter = "meter-counts";
    public const string Rule = "rule-stops";
    public const string Attached = "deny-attached";
    public const string Holds = "deny-holds";
    public const string Innocent = "innocent-calls";
    public const string RefusedRecord = "refused-record";
    public const string Restored = "restore-works";
    public const string Session = "session-deny";
    public const string Sibling = "session-sibling";
    public const string Model = "model-deny";
    public const string ModelProfile = "model-deny-by-profile";
    public const string OtherModel = "model-sibling";
    public const string Taken = "taken-deny";
    public const string NotTaken = "taken-sibling";
    public const string Removed = "all-removed";

    /// <summary>In the order in which they are told.</summary>
    public static IReadOnlyList<(string Id, string Assumption)> All { get; } =
    [
        (Converse, "a call by Converse has a record, with the counts of its answer"),
        (ConverseStream, "a call by ConverseStream has a record, with the counts of its answer"),
        (InvokeModel, "a call by InvokeModel has a record, with the counts of its answer"),
        (InvokeStream, "a call by InvokeModelWithResponseStream has a record, with the counts of its answer"),
        (Geography, "a call through a profile of the geography has a record in the region of the call, with the counts of its answer"),
        (Global, "a call through a `global.` profile has a record in the region of the call, with the counts of its answer"),
        (Cache, "what a prompt wrote into the cache and read from it stands in its records, as its answers say"),
        (OpenAi, "a call in OpenAI's form on the runtime endpoint has a record, with the counts of its answer"),
        (Mantle, "a call on the mantle endpoint has no record"),
        (Arrives, "the record of a call is in the log group within two minutes, under the request id of its answer"),
        (Readable, "every kind of call is read"),
        (Once, "a call has one record, a stream too"),
        (Stamp, "a record's timestamp is the start of its call"),
        (Stream, "Bedrock writes every record to the stream `aws/bedrock/modelinvocations`, with the account and the region of the call"),
        (RolePath, "the log shows no path of a role"),
        (Meter, "the subscription brings each record to the meter, which counts what it says"),
        (Rule, "who is over the limit of a rule is stopped"),
        (Attached, "the deny of a stop is on the role, read from IAM"),
        (Holds, "calls of who is stopped are refused, and stay so"),
        (Innocent, "nobody else is refused meanwhile"),
        (RefusedRecord, "a refused call is logged with an `errorCode` and without counts"),
        (Restored, "after a restore calls go through again"),
        (Session, "a tag that is put on a role works on sessions that exist already"),
        (Sibling, "a session that is stopped leaves the other sessions of its role alone"),
        (Model, "IAM fills a variable with a default into the ARN of a model"),
        (ModelProfile, "a model that is stopped is stopped through its profiles, too"),
        (OtherModel, "a model that is stopped leaves other models alone"),
        (Taken, "a `*` behind such a variable is a wildcard"),
        (NotTaken, "models that are taken away leave other models alone"),
        (Removed, "all that the drill made is removed"),
    ];
}
