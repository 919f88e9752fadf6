using EdgeRuntime.Device.Commands;

StandardStreams.Guard(); // before anything is opened
return await CommandTree.RunAsync(args, StandardStreams.Output, StandardStreams.Error);
