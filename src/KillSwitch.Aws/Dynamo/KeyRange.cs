namespace KillSwitch.Aws.Dynamo;

/// <summary>Neighbouring items of one partition, by their sort keys; both ends belong to it.</summary>
internal sealed record KeyRange(string Partition, string First, string Last);
