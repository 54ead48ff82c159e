using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Stops;

/// <summary>Whom or what a stop cuts, in one account.</summary>
public abstract record StopTarget
{
    private StopTarget(string account) => Account = account;

    public string Account { get; }

    public abstract StopScope Kind { get; }

    /// <summary><c>role/NAME</c>, <c>role/NAME/SESSION</c>, a model id, <c>principalTag:KEY=VALUE</c>, or the account id.</summary>
    public abstract string Name { get; }

    /// <summary>The name as people read it: that of an account says what it is.</summary>
    public string Said => this is WholeAccount ? "account " + Name : Name;

    /// <summary>All of it but the ARN, in one text: <c>Principal=ACCOUNT/role/NAME</c>.</summary>
    public string Text => $"{Kind}={Account}/{Name}";

    /// <summary>Whether one deny cuts both: an ARN may be written with its path or without.</summary>
    public bool IsCutWith(StopTarget other) => (Kind, Account, Name) == (other.Kind, other.Account, other.Name);

    /// <summary>Whether everyone who may spend is denied it.</summary>
    public bool IsForMany => this is Model or WholeAccount or Principals or Models { Whose: WholeAccount or Principals };

    /// <summary>Whether several principals are held by it, each of whom may get past it alone.</summary>
    public bool IsOfSeveral => IsForMany || this is Tag;

    /// <summary>Whom or what it is about: of models that are taken away, from whom; else itself.</summary>
    public StopTarget ToWhose() => this is Models { Whose: var whose } ? whose : this;

    /// <param name="PrincipalName"><c>role/NAME</c>, <c>user/NAME</c>, <c>root</c> or a full ARN.</param>
    /// <param name="Arn">Its ARN as the log shows it.</param>
    public sealed record Principal(string Account, string PrincipalName, string Arn) : StopTarget(Account)
    {
        public override StopScope Kind => StopScope.Principal;

        public override string Name => PrincipalName;
    }

    public sealed record Session(string Account, string PrincipalName, string Arn, string SessionName) : StopTarget(Account)
    {
        public override StopScope Kind => StopScope.Session;

        public override string Name => $"{PrincipalName}/{SessionName}";
    }

    public sealed record Model(string Account, string ModelId) : StopTarget(Account)
    {
        public override StopScope Kind => StopScope.Model;

        public override string Name => ModelId;
    }

    /// <summary>Every role and user that carries a tag in IAM with one value.</summary>
    /// <param name="TagKey">In whatever case, as IAM tells keys apart without it.</param>
    /// <param name="Value"><c>(none)</c> for those without the tag.</param>
    public sealed record Principals(string Account, string TagKey, string Value) : StopTarget(Account)
    {
        public override StopScope Kind => StopScope.Principals;

        /// <summary>In lower case.</summary>
        public string TagKey { get; } = TagKey.ToLowerInvariant();

        /// <summary><c>principalTag:team=payments</c></summary>
        public override string Name => $"{Dimension.PrincipalTag(TagKey)}={Value}";

        /// <summary>Whether one carries it; null where its tags are not known.</summary>
        public bool? Holds(TagSet? tags) => tags is null ? null : tags.Of(TagKey) == Value;
    }

    /// <summary>Some models, taken away from somebody: what is denied by a stop of a rule with <c>deny</c>.</summary>
    /// <param name="Whose">A principal, or the whole account.</param>
    /// <param name="Set">Which.</param>
    public sealed record Models(StopTarget Whose, ModelSet Set) : StopTarget(Whose.Account)
    {
        public override StopScope Kind => Whose.Kind;

        /// <summary><c>anthropic.claude-opus-* of role/agent</c></summary>
        public override string Name => $"{Set} of {Whose.Said}";
    }

    /// <summary>Calls that bear a value of a tag: IAM knows none of a request, so gateways refuse them.</summary>
    /// <param name="Key">Of the record's request metadata: <c>team</c>.</param>
    /// <param name="Value"><c>payments</c>; <c>(none)</c> for calls without it.</param>
    public sealed record Tag(string Account, string Key, string Value) : StopTarget(Account)
    {
        /// <summary>What a name of one begins with.</summary>
        public const string Prefix = "tag:";

        public override StopScope Kind => StopScope.Tag;

        /// <summary><c>tag:team=payments</c></summary>
        public override string Name => $"{Prefix}{Key}={Value}";
    }

    public sealed record WholeAccount(string Account) : StopTarget(Account)
    {
        public override StopScope Kind => StopScope.Account;

        public override string Name => Account;
    }
}
