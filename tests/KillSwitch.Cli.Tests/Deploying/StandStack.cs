namespace KillSwitch.Cli.Tests.Deploying;

/// <summary>A stack of the stand-in.</summary>
internal sealed class StandStack(string region, string name)
{
    public string Id { get; } = $"arn:aws:cloudformation:{region}:111122223333:stack/{name}/{Guid.NewGuid()}";

    public string Name => name;

    public string Region => region;

    public string Status { get; set; } = "REVIEW_IN_PROGRESS";

    public string Template { get; set; } = "";

    public Dictionary<string, string> Parameters { get; set; } = [];

    public bool IsProtected { get; set; }

    /// <summary>The oldest first.</summary>
    public List<(string Id, string Logical, string Type, string Status, string Reason)> Events { get; } = [];

    /// <summary>What the next question after it ends in.</summary>
    public string? EndsIn { get; set; }

    public void Add(string logical, string type, string status, string reason = "") =>
        Events.Add((Guid.NewGuid().ToString(), logical, type, status, reason));

    public void Add(string status) => Add(Name, "AWS::CloudFormation::Stack", status);
}
