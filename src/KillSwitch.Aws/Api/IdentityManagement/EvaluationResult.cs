using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class EvaluationResult
{
    public string EvalActionName { get; set; } = "";

    /// <summary><c>allowed</c>, <c>explicitDeny</c> or <c>implicitDeny</c>; over several resources the strictest of theirs.</summary>
    public string EvalDecision { get; set; } = "";

    internal static EvaluationResult Read(XElement from) => new()
    {
        EvalActionName = from.Text(nameof(EvalActionName)),
        EvalDecision = from.Text(nameof(EvalDecision)),
    };
}
