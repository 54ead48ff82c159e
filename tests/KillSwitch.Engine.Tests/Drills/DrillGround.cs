using System.Globalization;
using System.Text;
using System.Text.Json;
using KillSwitch.Core.Drills;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Drills;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Drills;

/// <summary>
/// An account in memory that a drill is made in: models that answer and take money, a log that is late, a meter that hears of it, denies
/// that work after a while; and one planted difference.
/// </summary>
internal sealed class DrillGround
    : IDrillModels, IDrillRoles, IDrillCalls, IDrillRecords, IDrillRules, IModelDeny
{
    public const string Account = "111122223333";
    public const string Region = "us-east-1";
    public const string Person = "arn:aws:sts::111122223333:assumed-role/operator/ana";

    public static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 4, 3, TimeSpan.Zero);
    public static readonly DrillModel Micro = new(ModelId.Parse("amazon.nova-micro-v1:0"), true)
    {
        Geography = "us.amazon.nova-micro-v1:0",
        Global = "global.amazon.nova-micro-v1:0",
    };

    private static readonly TimeSpan Late = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Delivery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UptakeOfRules = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan EffectOfDenies = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan AgeOfRoles = TimeSpan.FromSeconds(6);

    private readonly Planted _planted;
    private readonly InMemoryAccount _account;
    private readonly Dictionary<string, DateTimeOffset> _roles = [];
    private readonly Dictionary<string, DateTimeOffset> _gone = [];
    private readonly HashSet<(string Role, string Model)> _models = [];
    private readonly List<(DateTimeOffset At, string Message, string Stream)> _log = [];
    private readonly List<(DateTimeOffset At, Invocation Call)> _deliveries = [];
    private readonly HashSet<string> _cached = [];
    private readonly HashSet<string> _wasStopped = [];
    private DrillRule? _rule;
    private DateTimeOffset _ruleAt;
    private (DrillRule? Rule, DateTimeOffset Until) _heldOn;
    private int _calls;

    public DrillGround(Policy policy, Planted planted = Planted.Nothing)
    {
        (Policy, _planted) = (policy, planted);
        _account = new InMemoryAccount(EffectOfDenies, _ => false);
        Ports = InMemoryPorts.Of(_account, Account) with { Clock = Clock };
    }

    public Policy Policy { get; set; }

    public LeapingClock Clock { get; } = new(Start);

    public GuardPorts Ports { get; }

    public PriceBook Prices { get; } = new();

    /// <summary>What Bedrock charges by what it served.</summary>
    public Usd Charged { get; private set; }

    public IReadOnlyList<DrillModel> Offered { get; init; } =
    [
        Micro, new(ModelId.Parse("amazon.nova-lite-v1:0"), true) { Geography = "us.amazon.nova-lite-v1:0" },
        new(ModelId.Parse("openai.gpt-oss-20b-1:0"), true),
    ];

    /// <summary>Models that are offered, and that the account may not call.</summary>
    public HashSet<string> NotEnabled { get; init; } = [];

    /// <summary>For how long IAM lists a role that is deleted.</summary>
    public TimeSpan ShownAfterwards { get; init; }

    /// <summary>Called before each call of a model.</summary>
    public Action<DrillGround> OnCall { get; init; } = _ => { };

    /// <summary>Awaited before each call of a model, when the meter has heard of those before it.</summary>
    public Func<DrillGround, Task> Meanwhile { get; init; } = _ => Task.CompletedTask;

    /// <summary>Whether the meter ever stopped somebody by a rule that is no drill's.</summary>
    public bool HadOtherStops { get; private set; }

    public DrillPorts Power => new()
    {
        Models = this,
        Roles = this,
        Calls = this,
        Records = this,
        Rules = this,
        ModelDeny = this,
    };

    /// <summary>Whether the rule of a drill stands beside the policy.</summary>
    public bool HasRule => _rule is not null;

    private DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>What of a drill is there, and of its denies.</summary>
    public async Task<IReadOnlyList<string>> LeftAsync() =>
    [
        .. _roles.Keys, .. _rule is null ? [] : new[] { "rule" }, .. _models.Select(model => model.Model),
        .. (await Ports.Stops.OpenAsync(default)).Select(stop => stop.Id),
    ];

    /// <summary>Another policy takes the place of the one in force, and of the rule beside it.</summary>
    public void Apply(Policy policy)
    {
        Policy = policy;
        Drop();
    }

    public ValueTask<IReadOnlyList<DrillModel>> ListAsync(CancellationToken cancellation) => ValueTask.FromResult(Offered);

    public ValueTask MakeAsync(string name, string drill, IReadOnlyList<DrillModel> models, CancellationToken cancellation)
    {
        _roles.Add(name, Now);
        return ValueTask.CompletedTask;
    }

    ValueTask<IReadOnlyList<string>> IDrillRoles.ListAsync(CancellationToken cancellation) =>
        ValueTask.FromResult<IReadOnlyList<string>>(
            [.. _roles.Keys, .. _gone.Where(role => Now < role.Value + ShownAfterwards).Select(role => role.Key)]);

    public async ValueTask RemoveAsync(string name, CancellationToken cancellation)
    {
        if (_planted == Planted.RoleThatStays && name.EndsWith("-runaway", StringComparison.Ordinal))
            throw new InvalidOperationException("somebody attached a policy to it");
        if (_roles.Remove(name))
            _gone[name] = Now;
        // Its policies and tags go with it.
        _models.RemoveWhere(one => one.Role == name);
        var role = Role(name);
        await _account.AllowAsync(role, Now, cancellation);
        foreach (var session in (string[])["drill-1", "drill-2"])
            await _account.AllowAsync(new StopTarget.Session(Account, role.PrincipalName, role.Arn, session), Now, cancellation);
    }

    public ValueTask<IDrillCaller?> AssumeAsync(string role, string session, CancellationToken cancellation) =>
        ValueTask.FromResult<IDrillCaller?>(
            _roles.TryGetValue(role, out var made) && Now >= made + TimeSpan.FromSeconds(2) ? new Caller(this, role, session) : null);

    public async ValueTask<IReadOnlyList<LoggedRecord>> FindAsync(
        IReadOnlyCollection<string> requestIds, DateTimeOffset since, CancellationToken cancellation)
    {
        await DeliverAsync();
        return [.. _log.Where(line => line.At <= Now).Select(line => LoggedRecord.Parse(line.Message, line.Stream, line.At))
            .OfType<LoggedRecord>().Where(record => requestIds.Contains(record.RequestId))];
    }

    public ValueTask<bool> TryPutAsync(DrillRule rule, CancellationToken cancellation)
    {
        if (_rule is not null)
            return ValueTask.FromResult(false);
        (_rule, _ruleAt) = (rule, Now);
        return ValueTask.FromResult(true);
    }

    public ValueTask<DrillRule?> FindAsync(CancellationToken cancellation) => ValueTask.FromResult(_rule);

    public ValueTask TakeAsync(CancellationToken cancellation)
    {
        Drop();
        return ValueTask.CompletedTask;
    }

    public ValueTask<string?> DenyAsync(string role, string modelId, CancellationToken cancellation)
    {
        _models.Add((role, modelId));
        return ValueTask.FromResult<string?>(null);
    }

    public ValueTask AllowAsync(string role, string modelId, CancellationToken cancellation)
    {
        _models.Remove((role, modelId));
        return ValueTask.CompletedTask;
    }

    private static StopTarget.Principal Role(string name) => new(Account, "role/" + name, $"arn:aws:iam::{Account}:role/{name}");

    // The meter has what it has read until it reads again.
    private DrillRule? RuleOfMeter => _rule is not null && Now >= _ruleAt + UptakeOfRules ? _rule
        : Now < _heldOn.Until ? _heldOn.Rule : null;

    private void Drop()
    {
        if (_rule is not null)
            _heldOn = (RuleOfMeter, Now + UptakeOfRules);
        _rule = null;
    }

    private async ValueTask DeliverAsync()
    {
        var due = _deliveries.Where(one => one.At <= Now).ToList();
        foreach (var one in due)
            _deliveries.Remove(one);
        if (due.Count == 0)
            return;
        var rules = new RuleBook(DrillRule.Beside(Policy, RuleOfMeter, Now));
        var enforcement = new Enforcement(Ports);
        enforcement.GoBy(rules);
        await new Meter(new CycleContext(rules, enforcement), Prices) { CountsUsage = true }
            .RunAsync([.. due.Select(one => one.Call)], Now, default);
        HadOtherStops |= (await Ports.Stops.OpenAsync(default)).Any(stop => !DrillNames.IsStop(stop));
    }

    private async ValueTask<bool> IsDeniedAsync(string role, string session, DrillCall call, Invocation probe)
    {
        if (Now < _roles[role] + AgeOfRoles)
            return true;
        var isProfile = call.Model != probe.Model.Id;
        if (_planted != Planted.ModelThatGoesOn && !(_planted == Planted.ProfileThatGoesOn && isProfile)
            && _models.Any(one => one.Role == role && (one.Model == probe.Model.Id || _planted == Planted.OtherModelIsCut)))
        {
            return true;
        }

        var principal = await Ports.Enforcer.IsDeniedAsync(Role(role), default) == true;
        if (principal && (_planted == Planted.DenyThatDoesNotHold || (_planted == Planted.DenyThatComesAndGoes && _calls % 3 == 0)))
            return false;
        if (_planted == Planted.InnocentIsCut && role.EndsWith("-innocent", StringComparison.Ordinal))
        {
            var other = role.Replace("-innocent", "-runaway", StringComparison.Ordinal);
            return await Ports.Enforcer.IsDeniedAsync(Role(other), default) == true;
        }

        var stopped = await Ports.Enforcer.IsDeniedAsync(
            new StopTarget.Session(Account, "role/" + role, Role(role).Arn, "drill-1"), default) == true;
        if (stopped && _planted == Planted.SessionsThatGoOn)
            return false;
        if (stopped && _planted == Planted.SiblingSessionIsCut)
            return true;
        var taken = await Ports.Enforcer.IsDeniedAsync(
            new StopTarget.Models(Role(role), ModelSet.Of([new Glob("amazon.nova-micro-*")])), default) == true;
        if (taken && _planted == Planted.NoWildcard)
            return false;
        if (taken && _planted == Planted.OtherModelIsTaken)
            return true;
        if (_planted == Planted.NoRestore && _wasStopped.Contains(role))
            return true;
        if (principal)
            _wasStopped.Add(role);
        return _account.IsDenied(probe);
    }

    private async ValueTask<DrillAnswer> CallAsync(string role, string session, DrillCall call)
    {
        OnCall(this);
        await DeliverAsync();
        await Meanwhile(this);
        _calls++;
        var began = Now;
        var id = Guid.NewGuid();
        var model = ModelId.Parse(call.Model);
        var probe = new Invocation
        {
            Id = new RecordId(Account, Region, id),
            Timestamp = began,
            Caller = Core.Invocations.Caller.Parse($"arn:aws:sts::{Account}:assumed-role/{role}/{session}"),
            Model = model,
        };
        if (NotEnabled.Contains(model.Id))
            return new DrillAnswer.Unable("the account has no access to it", began, Now);
        Clock.Leap(TimeSpan.FromMilliseconds(300));
        if (await IsDeniedAsync(role, session, call, probe))
        {
            Log(call, role, session, id, began, Now, counts: null);
            return new DrillAnswer.Denied(id.ToString(), "not authorized to perform: bedrock:InvokeModel", began, Now);
        }

        if (call.Way is DrillWay.ConverseStream)
            Clock.Leap(TimeSpan.FromSeconds(6));
        var counts = CountsOf(call);
        Charged += Prices.Find(new Tariff(model, Region), began, counts.Tokens.TotalInputTokens).CostOf(counts.Tokens);
        if (call.Way != DrillWay.MantleChatCompletions || _planted == Planted.LoggedMantle)
            Log(call, role, session, id, began, Now, counts);
        return new DrillAnswer.Served(id.ToString(), counts, began, Now);
    }

    // As much as may be.
    private ReportedCounts CountsOf(DrillCall call) => new(
        Encoding.UTF8.GetByteCount(call.Prompt) + 200, call.MaxTokens,
        CacheRead: call.Cached is { } known && _cached.Contains(known) ? known.Length : 0,
        CacheWrite: call.Cached is { } prompt && _cached.Add(prompt) ? prompt.Length : 0);

    private void Log(
        DrillCall call, string role, string session, Guid id, DateTimeOffset began, DateTimeOffset ended, ReportedCounts? counts)
    {
        if (_planted == Planted.NoRecords)
            return;
        var stamp = _planted == Planted.StampsAtTheEnd ? ended : began;
        if (_planted == Planted.WrongOutputCount && call.Way == DrillWay.InvokeModel)
            counts = counts! with { Output = counts.Output - 3 };
        if (_planted == Planted.NoCacheCounts)
            counts = counts is null ? null : counts with { CacheRead = null, CacheWrite = null };
        var message = Record(call, role, session, id, stamp, counts);
        var stream = _planted == Planted.RecordsInAnotherStream && call.Way == DrillWay.InvokeModel
            ? "somewhere/else" : BedrockWriter.Stream;
        _log.Add((ended + Late, message, stream));
        var isStream = call.Way is DrillWay.ConverseStream or DrillWay.InvokeModelWithResponseStream;
        if (_planted == Planted.TwoRecordsAStream && isStream)
            _log.Add((ended + Late, Record(call, role, session, id, stamp, new ReportedCounts(counts!.Input, 0)), stream));
        if (_planted == Planted.UnheardRecords || LoggedRecord.Parse(message, stream, ended)?.Read is not { } read)
            return;
        _deliveries.Add((ended + Late + Delivery, _planted == Planted.MiscountedRecords && counts is not null
            ? read with { Tokens = read.Tokens with { InputTokens = 1 } }
            : read));
    }

    private string Record(DrillCall call, string role, string session, Guid id, DateTimeOffset stamp, ReportedCounts? counts)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", stamp.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            if (_planted != Planted.RecordsThatNobodyReads || call.Way != DrillWay.InvokeModel)
                json.WriteString("accountId", Account);
            json.WriteString("region", Region);
            json.WriteString("requestId", id);
            json.WriteString("operation", call.Way.ToString());
            json.WriteString("modelId", call.Model);
            json.WriteStartObject("input");
            Number("inputTokenCount", counts?.Input);
            Number("cacheReadInputTokenCount", counts?.CacheRead);
            Number("cacheWriteInputTokenCount", counts?.CacheWrite);
            json.WriteEndObject();
            json.WriteStartObject("output");
            Number("outputTokenCount", counts?.Output);
            json.WriteEndObject();
            json.WriteStartObject("identity");
            var path = _planted == Planted.PathsOfRoles ? "killswitch-drill/KillSwitch/" : "";
            json.WriteString("arn", $"arn:aws:sts::{Account}:assumed-role/{path}{role}/{session}");
            json.WriteEndObject();
            if (counts is null && _planted != Planted.RefusedWithoutErrorCode)
                json.WriteString("errorCode", "AccessDeniedException");
            json.WriteString("schemaType", "ModelInvocationLog");
            json.WriteString("schemaVersion", "1.0");
            json.WriteEndObject();

            void Number(string name, long? value)
            {
                if (value is { } number)
                    json.WriteNumber(name, number);
            }
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private sealed class Caller(DrillGround ground, string role, string session) : IDrillCaller
    {
        public ValueTask<DrillAnswer> CallAsync(DrillCall call, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            return ground.CallAsync(role, session, call);
        }

        public void Dispose()
        {
        }
    }
}
